"""Signatures over a bag, by minisign and OpenSSH keys."""
