from guardrails.detect.addresses.finder import find_addresses

__all__ = ["find_addresses"]
