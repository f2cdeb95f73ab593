"""Classification of messages: which of the classes a city names a message most likely belongs to, how sure that is, and on which words it rests.

Pure: no Django, no database, no clock. `door` is what others call; it imports numpy and scikit-learn only when it is used, so that a process which
classifies nothing carries neither. A suggestion is never a decision: a person chooses, or lets stand, what is proposed.
"""
