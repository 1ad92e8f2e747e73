"""The questionnaire engine: checklists now; surveys, hearings' questions and grant forms later.

Nouns: Questionnaire → QuestionnaireVersion → Theme → Item → Level; BankItem (what items of different checklists share);
Response → Answer → Evidence. Verbs: create, draft, change an item, publish; start, save, submit, replace a response.
"""
