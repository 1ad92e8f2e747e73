"""The directory as Human Services Data Specification (HSDS) 3.1: what its objects are made of, and their API.

shape     the objects and their fields, with what the Finnish profile adds: for the OpenAPI document and the profile
parts     small objects: telephones, contacts, times, areas, languages, terms
records   the objects that have an address: services, organisations, services at locations, taxonomies, terms
reading   which rows an answer is made of, and what is loaded with them
paging    page objects, streams and conditional answers
"""
