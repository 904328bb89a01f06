-- The help centre. What people write here is public once it is shown: no column is sealed, and none holds an address, a number
-- or a name but the one that a writer chose to be shown.

CREATE TABLE help_questions (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  body text NOT NULL,
  author_kind text NOT NULL CHECK (author_kind IN ('guest', 'holder', 'staff')),
  author_id uuid,
  author_name text,
  moderation text NOT NULL CHECK (moderation IN ('pending', 'shown', 'hidden')),
  moderated_by uuid,
  created_at bigint NOT NULL,
  accepted_id uuid,
  views bigint NOT NULL,
  helpful bigint NOT NULL,
  answers bigint NOT NULL,
  heat bigint NOT NULL,
  edit_token_hash bytea
);
CREATE INDEX help_questions_newest ON help_questions (id) WHERE moderation = 'shown';
CREATE INDEX help_questions_hottest ON help_questions (heat, id) WHERE moderation = 'shown';
CREATE INDEX help_questions_open ON help_questions (id) WHERE moderation = 'shown' AND accepted_id IS NULL;
CREATE INDEX help_questions_open_hottest ON help_questions (heat, id) WHERE moderation = 'shown' AND accepted_id IS NULL;
CREATE INDEX help_questions_pending ON help_questions (id) WHERE moderation = 'pending';

-- Answers and comments; a comment's parent is the question or one of its answers.
CREATE TABLE help_posts (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('answer', 'comment')),
  question_id uuid NOT NULL REFERENCES help_questions (id),
  parent_id uuid NOT NULL,
  body text NOT NULL,
  author_kind text NOT NULL CHECK (author_kind IN ('guest', 'holder', 'staff')),
  author_id uuid,
  author_name text,
  moderation text NOT NULL CHECK (moderation IN ('pending', 'shown', 'hidden')),
  moderated_by uuid,
  created_at bigint NOT NULL,
  helpful bigint NOT NULL
);
CREATE INDEX help_posts_of_question ON help_posts (question_id, id);
CREATE INDEX help_posts_pending ON help_posts (id) WHERE moderation = 'pending';

-- A voter is a keyed hash: of an owner, a member of staff, or a browser's random token.
CREATE TABLE help_votes (
  thing_id uuid NOT NULL,
  voter bytea NOT NULL,
  voted_at bigint NOT NULL,
  PRIMARY KEY (thing_id, voter)
);

-- Written by staff; changed_by is NULL where nobody has changed the program's own text.
CREATE TABLE help_articles (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  title_zh text NOT NULL,
  title_en text NOT NULL,
  body_zh text NOT NULL,
  body_en text NOT NULL,
  published bigint NOT NULL,
  version bigint NOT NULL,
  created_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  changed_by uuid,
  views bigint NOT NULL
);
CREATE INDEX help_articles_published ON help_articles (id) WHERE published = 1;

-- The full-text index of what is shown: characters, pairs of characters and whole words.
CREATE TABLE help_words (
  word text COLLATE "C" NOT NULL,
  document_id uuid NOT NULL,
  document_kind text NOT NULL CHECK (document_kind IN ('route', 'article', 'question')),
  weight bigint NOT NULL,
  PRIMARY KEY (word, document_id)
);
CREATE INDEX help_words_of_document ON help_words (document_id);

-- From what the program's own pages and words were made: the policy's hash and the edition of the program's texts.
CREATE TABLE help_drawn (
  what text PRIMARY KEY,
  drawn_from text NOT NULL
);
