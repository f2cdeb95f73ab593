"""Files by their content: received in a stream, judged by what they are and not by what they are called, stored once, given back harmlessly.

The kinds taken are few and each is looked into for what it may hide; a general library that guesses a thousand kinds by their first bytes
would still leave that to be done, so there is none.
"""
