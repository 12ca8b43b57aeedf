"""What the rules on drift rest on: five articles, and the documentation of the providers."""

DRIFT = 'Article "AI image-to-video drifts from reference"'
MOTION_CONTROL = 'Article "Drift in AI video and Kling 2.6 Motion Control"'
HOW_IT_WORKS = 'Article "How image-to-video works"'
SAME_FACE = 'Article "Keeping a face the same across clips"'
SAME_CHARACTER = 'Article "The same character across every frame"'
VENDORS = "Documentation of the providers, cited in each model's profile"
