;; Run as `emacs --batch -l eglot.el` in a folder with film.shot.yaml: starts the server in $SERVER (a JSON list) with
;; eglot, and writes what flymake shows, and the text after all safe fixes, to $ANSWER.
(require 'cl-lib)
(require 'json)
(require 'package)
(package-initialize)
(require 'eglot)

(define-derived-mode yaml-mode prog-mode "YAML")
(add-to-list 'auto-mode-alist '("\\.yaml\\'" . yaml-mode))
(add-to-list 'eglot-server-programs
             (cons 'yaml-mode (append (json-parse-string (getenv "SERVER") :array-type 'list) nil)))
(setq eglot-sync-connect 60 eglot-confirm-server-initiated-edits nil)

(defun wait-for (what found)
  "Let processes speak until FOUND answers."
  (with-timeout (60 (error "Waited in vain for %s" what))
    (while (not (funcall found))
      (accept-process-output nil 0.05))))

(defun messages ()
  "What flymake shows: pairs of underlined words and text."
  (flymake-start)
  (mapcar (lambda (one)
            (list (buffer-substring-no-properties (flymake-diagnostic-beg one) (flymake-diagnostic-end one))
                  (substring-no-properties (flymake-diagnostic-text one))))
          (flymake-diagnostics)))

(find-file "film.shot.yaml")
(apply #'eglot (eglot--guess-contact))
(wait-for "a finding of the prompt rules" (lambda () (assoc "blonde" (messages))))
(let ((shown (messages)))
  (eglot-code-actions (point-min) (point-max) "source.fixAll.promptlint" t)
  (wait-for "the fixes" (lambda () (save-excursion (goto-char (point-min)) (search-forward "duration: 5s" nil t))))
  (let ((fixed (buffer-substring-no-properties (point-min) (point-max))))
    (with-temp-file (getenv "ANSWER")
      (insert (json-encode (list :shown (vconcat (mapcar #'vconcat shown)) :fixed fixed))))))
(set-buffer-modified-p nil)
(eglot-shutdown-all)
