"""Reads an OpenAPI document (JSON) with openapi-spec-validator and prints what it refuses; packages of ``build/validators``."""

import json
import sys

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

if __name__ == "__main__":
    document = json.load(sys.stdin)
    validator = OpenAPIV31SpecValidator if document["openapi"].startswith("3.1") else OpenAPIV30SpecValidator
    for error in validator(document).iter_errors():
        print("/".join(map(str, error.absolute_path)), error.message[:300])
