"""Bodies, meetings and papers as OParl 1.1: what its objects are made of, and their API. Why it is as it is: decision
0025.

shape     the objects and their fields, with what we add to them: for the OpenAPI document
rows      which rows are public, or were, with when each was made and last changed
kinds     the twelve types: their rows, what is loaded with them, and how they are told
records   the objects
paging    lists with their filters, and answers
"""
