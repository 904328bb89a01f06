-- The help centre. What people write here is public once it is shown: no column is sealed, and none holds an address, a number
-- or a name but the one that a writer chose to be shown.

CREATE TABLE help_questions (
  id BLOB PRIMARY KEY,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  author_kind TEXT NOT NULL CHECK (author_kind IN ('guest', 'holder', 'staff')),
  author_id BLOB,
  author_name TEXT,
  moderation TEXT NOT NULL CHECK (moderation IN ('pending', 'shown', 'hidden')),
  moderated_by BLOB,
  created_at INTEGER NOT NULL,
  accepted_id BLOB,
  views INTEGER NOT NULL,
  helpful INTEGER NOT NULL,
  answers INTEGER NOT NULL,
  heat INTEGER NOT NULL,
  edit_token_hash BLOB
) STRICT;
CREATE INDEX help_questions_newest ON help_questions (id) WHERE moderation = 'shown';
CREATE INDEX help_questions_hottest ON help_questions (heat, id) WHERE moderation = 'shown';
CREATE INDEX help_questions_open ON help_questions (id) WHERE moderation = 'shown' AND accepted_id IS NULL;
CREATE INDEX help_questions_open_hottest ON help_questions (heat, id) WHERE moderation = 'shown' AND accepted_id IS NULL;
CREATE INDEX help_questions_pending ON help_questions (id) WHERE moderation = 'pending';

-- Answers and comments; a comment's parent is the question or one of its answers.
CREATE TABLE help_posts (
  id BLOB PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('answer', 'comment')),
  question_id BLOB NOT NULL REFERENCES help_questions (id),
  parent_id BLOB NOT NULL,
  body TEXT NOT NULL,
  author_kind TEXT NOT NULL CHECK (author_kind IN ('guest', 'holder', 'staff')),
  author_id BLOB,
  author_name TEXT,
  moderation TEXT NOT NULL CHECK (moderation IN ('pending', 'shown', 'hidden')),
  moderated_by BLOB,
  created_at INTEGER NOT NULL,
  helpful INTEGER NOT NULL
) STRICT;
CREATE INDEX help_posts_of_question ON help_posts (question_id, id);
CREATE INDEX help_posts_pending ON help_posts (id) WHERE moderation = 'pending';

-- A voter is a keyed hash: of an owner, a member of staff, or a browser's random token.
CREATE TABLE help_votes (
  thing_id BLOB NOT NULL,
  voter BLOB NOT NULL,
  voted_at INTEGER NOT NULL,
  PRIMARY KEY (thing_id, voter)
) STRICT, WITHOUT ROWID;

-- Written by staff; changed_by is NULL where nobody has changed the program's own text.
CREATE TABLE help_articles (
  id BLOB PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  body_zh TEXT NOT NULL,
  body_en TEXT NOT NULL,
  published INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by BLOB,
  views INTEGER NOT NULL
) STRICT;
CREATE INDEX help_articles_published ON help_articles (id) WHERE published = 1;

-- The full-text index of what is shown: characters, pairs of characters and whole words.
CREATE TABLE help_words (
  word TEXT NOT NULL,
  document_id BLOB NOT NULL,
  document_kind TEXT NOT NULL CHECK (document_kind IN ('route', 'article', 'question')),
  weight INTEGER NOT NULL,
  PRIMARY KEY (word, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX help_words_of_document ON help_words (document_id);

-- From what the program's own pages and words were made: the policy's hash and the edition of the program's texts.
CREATE TABLE help_drawn (
  what TEXT PRIMARY KEY,
  drawn_from TEXT NOT NULL
) STRICT, WITHOUT ROWID;
