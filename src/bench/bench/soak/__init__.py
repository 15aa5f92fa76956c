"""A long time of many long conversations: does the server's memory stay as it is?"""
