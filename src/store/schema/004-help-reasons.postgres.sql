-- Why something of the help centre is not shown.

ALTER TABLE help_questions ADD COLUMN hidden_for text;
ALTER TABLE help_posts ADD COLUMN hidden_for text;
