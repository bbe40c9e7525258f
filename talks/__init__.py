"""Talks: lists of scenes an official put together, and the channel on which an audience follows them."""
