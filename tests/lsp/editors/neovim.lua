-- Run as `nvim --headless --clean -S neovim.lua` in a folder with film.shot.yaml: attaches the server in $SERVER (a JSON list)
-- with the built-in client, and writes what vim.diagnostic.get() answers at each stage to $ANSWER.

local function wait_for(what, condition)
  if not vim.wait(60000, condition, 20) then
    error('waited in vain for ' .. what)
  end
end

local function of_code(code)
  return function()
    return #vim.tbl_filter(function(one) return one.code == code end, vim.diagnostic.get(0)) > 0
  end
end

local function shown()
  return vim.tbl_map(function(one)
    local line = vim.api.nvim_buf_get_lines(0, one.lnum, one.lnum + 1, true)[1]
    return {
      code = one.code,
      severity = one.severity,
      source = one.source,
      line = one.lnum,
      text = line:sub(one.col + 1, one.end_lnum == one.lnum and one.end_col or nil),
    }
  end, vim.diagnostic.get(0))
end

local function run()
  local answer = {}
  vim.cmd('edit film.shot.yaml')
  local client = vim.lsp.start_client({
    name = 'promptlint',
    cmd = vim.fn.json_decode(vim.env.SERVER),
    root_dir = vim.fn.getcwd(),
  })
  vim.lsp.buf_attach_client(0, client)

  wait_for('a finding of the prompt rules', of_code('C201'))
  answer.opened = shown()

  local place = vim.fn.searchpos('4s')
  vim.api.nvim_buf_set_text(0, place[1] - 1, place[2] - 1, place[1] - 1, place[2], { '5' })
  wait_for('the finding to go once it is mended', function() return not of_code('A101')() end)
  answer.edited = shown()

  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = {}, only = { 'source.fixAll.promptlint' } }
  local action = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 60000)[client].result[1]
  if not action.edit then
    action = vim.lsp.buf_request_sync(0, 'codeAction/resolve', action, 60000)[client].result
  end
  vim.lsp.util.apply_workspace_edit(action.edit, vim.lsp.get_client_by_id(client).offset_encoding)
  answer.fixed = vim.api.nvim_buf_get_lines(0, 0, -1, true)

  local hover = vim.lsp.buf_request_sync(0, 'textDocument/hover', {
    textDocument = vim.lsp.util.make_text_document_params(),
    position = { line = vim.fn.search('model:') - 1, character = 12 },
  }, 60000)[client].result
  answer.hover = hover.contents.value

  vim.fn.writefile({ vim.fn.json_encode(answer) }, vim.env.ANSWER)
end

local ok, problem = xpcall(run, debug.traceback)
if not ok then
  io.stderr:write(problem .. '\n')
  vim.cmd('cquit')
end
vim.cmd('qall!')
