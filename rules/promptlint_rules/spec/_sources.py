"""Where the rules of this family come from."""

YAML_1_2 = "YAML 1.2.2 specification, https://yaml.org/spec/1.2.2/"
YAML_1_1 = "YAML 1.1 type repository, https://yaml.org/type/"
FORMAT = "The shot spec format, https://promptlint.github.io/format/"
JSON_SCHEMA = "JSON Schema, draft 2020-12, https://json-schema.org/draft/2020-12"
SUPPRESSION = "Suppressing findings, https://promptlint.github.io/configuration/"
