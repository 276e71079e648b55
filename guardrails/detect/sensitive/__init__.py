from guardrails.detect.sensitive.finder import find_sensitive

__all__ = ["find_sensitive"]
