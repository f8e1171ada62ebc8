/* The queries on postgresql. Written by `nox -s update`. */

-- POST /api/users

BEGIN ISOLATION LEVEL READ COMMITTED;
INSERT INTO users (username, email, image_file, version) VALUES (%(username)s::VARCHAR, %(email)s::VARCHAR, %(image_file)s::VARCHAR, %(version)s::INTEGER) RETURNING users.id;
COMMIT;

-- GET /api/users/{user_id}

SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = %(id)s::INTEGER;

-- PATCH /api/users/{user_id}

BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = %(id)s::INTEGER FOR UPDATE;
UPDATE users SET username=%(username)s::VARCHAR, email=%(email)s::VARCHAR, version=%(version)s::INTEGER WHERE users.id = %(users_id)s::INTEGER AND users.version = %(users_version)s::INTEGER;
COMMIT;

-- DELETE /api/users/{user_id}

BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = %(id)s::INTEGER FOR UPDATE;
DELETE FROM users WHERE users.id = %(id)s::INTEGER AND users.version = %(version)s::INTEGER;
COMMIT;

-- GET /api/users/{user_id}/posts

BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = %(id)s::INTEGER;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < %(before)s::BIGINT AND posts.user_id = %(user_id)s::INTEGER ORDER BY posts.id DESC
 LIMIT %(limit)s;
ROLLBACK;

-- GET /api/users/{user_id}/posts, a later page

BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = %(id)s::INTEGER;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < %(before)s::BIGINT AND posts.user_id = %(user_id)s::INTEGER ORDER BY posts.id DESC
 LIMIT %(limit)s;
ROLLBACK;

-- GET /api/posts

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < %(before)s::BIGINT ORDER BY posts.id DESC
 LIMIT %(limit)s;

-- GET /api/posts, a later page

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < %(before)s::BIGINT ORDER BY posts.id DESC
 LIMIT %(limit)s;

-- POST /api/posts

BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = %(id)s::INTEGER FOR KEY SHARE;
INSERT INTO posts (title, content, user_id, date_posted, version) VALUES (%(title)s::VARCHAR, %(content)s::VARCHAR, %(user_id)s::INTEGER, %(date_posted)s::TIMESTAMP WITH TIME ZONE, %(version)s::INTEGER) RETURNING posts.id;
COMMIT;

-- GET /api/posts/{post_id}

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id = %(id)s::INTEGER;

-- PUT /api/posts/{post_id}

BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = %(id)s::INTEGER FOR KEY SHARE;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version
FROM posts
WHERE posts.id = %(id)s::INTEGER FOR UPDATE;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id IN (%(primary_keys_1)s::INTEGER);
UPDATE posts SET title=%(title)s::VARCHAR, content=%(content)s::VARCHAR, version=%(version)s::INTEGER WHERE posts.id = %(posts_id)s::INTEGER AND posts.version = %(posts_version)s::INTEGER;
COMMIT;

-- PATCH /api/posts/{post_id}

BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version
FROM posts
WHERE posts.id = %(id)s::INTEGER FOR UPDATE;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id IN (%(primary_keys_1)s::INTEGER);
UPDATE posts SET title=%(title)s::VARCHAR, content=%(content)s::VARCHAR, version=%(version)s::INTEGER WHERE posts.id = %(posts_id)s::INTEGER AND posts.version = %(posts_version)s::INTEGER;
COMMIT;

-- DELETE /api/posts/{post_id}

BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version
FROM posts
WHERE posts.id = %(id)s::INTEGER FOR UPDATE;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id IN (%(primary_keys_1)s::INTEGER);
DELETE FROM posts WHERE posts.id = %(id)s::INTEGER AND posts.version = %(version)s::INTEGER;
COMMIT;

-- POST /api/users, the name is taken

BEGIN ISOLATION LEVEL READ COMMITTED;
INSERT INTO users (username, email, image_file, version) VALUES (%(username)s::VARCHAR, %(email)s::VARCHAR, %(image_file)s::VARCHAR, %(version)s::INTEGER) RETURNING users.id;
ROLLBACK;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT users.id
FROM users
WHERE users.username = %(username)s::VARCHAR;
ROLLBACK;

-- GET /

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < %(before)s::BIGINT ORDER BY posts.id DESC
 LIMIT %(limit)s;

-- GET /posts

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < %(before)s::BIGINT ORDER BY posts.id DESC
 LIMIT %(limit)s;

-- GET /posts/{post_id}

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id = %(id)s::INTEGER;

-- GET /users/{user_id}/posts

BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = %(id)s::INTEGER;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < %(before)s::BIGINT AND posts.user_id = %(user_id)s::INTEGER ORDER BY posts.id DESC
 LIMIT %(limit)s;
ROLLBACK;
