"""Areas and maps: municipalities, wellbeing services counties, regions, the country and chosen sets.

Nouns: Area, Merger. Verbs: load areas, load borders. Maps are drawn here for everyone.
"""
