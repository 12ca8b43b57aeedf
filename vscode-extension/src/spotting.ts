/*
 * Whether a document may be a shot spec. The server decides; this only keeps a Python process from being started for
 * every package.json, so it rather says yes.
 */

export const LIST_KEYS = ["shots", "scenes", "clips", "cuts", "segments", "storyboard"];

/** The fields of which two make a mapping a shot, with all keys that mean them. */
export const FIELDS: readonly (readonly string[])[] = [
  ["prompt", "prompt_text", "promptText", "text", "video_prompt", "motion_prompt"],
  [
    ...["image", "reference", "reference_image", "input_image", "image_path", "image_url", "promptImage", "init_image"],
    ...["cond_image", "source_still", "start_image", "start_frame", "first_frame", "first_image"],
  ],
  ["model", "model_id", "video_model", "engine"],
  ["negative_prompt", "n_prompt", "negative", "must_avoid"],
  ["duration", "duration_seconds", "duration_sec", "seconds", "clip_duration_sec", "num_frames"],
  ["motion", "camera", "camera_movement", "camera_motion", "camera_control"],
  ["end_image", "end_frame", "last_frame", "last_image", "image_tail"],
];

const HEAD = 200_000;
const NAME = /\.shots?\.(ya?ml|jsonl?)$/i;
const MARK = /\bshotspec\b/;

/** Whether a YAML or JSON document may be a shot spec, by its name or the keys near its beginning. */
export function maybeSpec(name: string, text: string): boolean {
  if (NAME.test(name)) return true;
  const head = text.slice(0, HEAD);
  if (MARK.test(head)) return true;
  if (LIST_KEYS.some((key) => hasKey(head, key))) return true;
  let fields = 0;
  for (const keys of FIELDS) if (keys.some((key) => hasKey(head, key)) && ++fields === 2) return true;
  return false;
}

function hasKey(text: string, key: string): boolean {
  return new RegExp(`(^|[\\s{,"'-])${key}["']?\\s*:`, "m").test(text);
}
