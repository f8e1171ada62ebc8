/* The queries on sqlite. Written by `nox -s update`. */

-- POST /api/users

BEGIN IMMEDIATE;
INSERT INTO users (username, email, image_file, version) VALUES (?, ?, ?, ?) RETURNING id;
COMMIT;

-- GET /api/users/{user_id}

SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = ?;

-- PATCH /api/users/{user_id}

BEGIN IMMEDIATE;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = ?;
UPDATE users SET username=?, email=?, version=? WHERE users.id = ? AND users.version = ?;
COMMIT;

-- DELETE /api/users/{user_id}

BEGIN IMMEDIATE;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = ?;
DELETE FROM users WHERE users.id = ? AND users.version = ?;
COMMIT;

-- GET /api/users/{user_id}/posts

BEGIN DEFERRED;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = ?;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < ? AND posts.user_id = ? ORDER BY posts.id DESC
 LIMIT ? OFFSET ?;
ROLLBACK;

-- GET /api/users/{user_id}/posts, a later page

BEGIN DEFERRED;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = ?;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < ? AND posts.user_id = ? ORDER BY posts.id DESC
 LIMIT ? OFFSET ?;
ROLLBACK;

-- GET /api/posts

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < ? ORDER BY posts.id DESC
 LIMIT ? OFFSET ?;

-- GET /api/posts, a later page

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < ? ORDER BY posts.id DESC
 LIMIT ? OFFSET ?;

-- POST /api/posts

BEGIN IMMEDIATE;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = ?;
INSERT INTO posts (title, content, user_id, date_posted, version) VALUES (?, ?, ?, ?, ?) RETURNING id;
COMMIT;

-- GET /api/posts/{post_id}

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id = ?;

-- PUT /api/posts/{post_id}

BEGIN IMMEDIATE;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = ?;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version
FROM posts
WHERE posts.id = ?;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id IN (?);
UPDATE posts SET title=?, content=?, version=? WHERE posts.id = ? AND posts.version = ?;
COMMIT;

-- PATCH /api/posts/{post_id}

BEGIN IMMEDIATE;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version
FROM posts
WHERE posts.id = ?;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id IN (?);
UPDATE posts SET title=?, content=?, version=? WHERE posts.id = ? AND posts.version = ?;
COMMIT;

-- DELETE /api/posts/{post_id}

BEGIN IMMEDIATE;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version
FROM posts
WHERE posts.id = ?;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id IN (?);
DELETE FROM posts WHERE posts.id = ? AND posts.version = ?;
COMMIT;

-- POST /api/users, the name is taken

BEGIN IMMEDIATE;
INSERT INTO users (username, email, image_file, version) VALUES (?, ?, ?, ?) RETURNING id;
ROLLBACK;
BEGIN DEFERRED;
SELECT users.id
FROM users
WHERE users.username = ?;
ROLLBACK;

-- GET /

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < ? ORDER BY posts.id DESC
 LIMIT ? OFFSET ?;

-- GET /posts

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < ? ORDER BY posts.id DESC
 LIMIT ? OFFSET ?;

-- GET /posts/{post_id}

SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id = ?;

-- GET /users/{user_id}/posts

BEGIN DEFERRED;
SELECT users.id, users.username, users.email, users.image_file, users.version
FROM users
WHERE users.id = ?;
SELECT posts.id, posts.title, posts.content, posts.user_id, posts.date_posted, posts.version, users.id AS id_1, users.username, users.email, users.image_file, users.version AS version_1
FROM posts JOIN users ON users.id = posts.user_id
WHERE posts.id < ? AND posts.user_id = ? ORDER BY posts.id DESC
 LIMIT ? OFFSET ?;
ROLLBACK;
