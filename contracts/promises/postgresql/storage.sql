/* The tables on postgresql. Written by `nox -s update`. */

-- users

CREATE TABLE users (
    id SERIAL NOT NULL,
    username VARCHAR(50) NOT NULL,
    email VARCHAR(120) NOT NULL,
    image_file VARCHAR(200),
    version INTEGER NOT NULL,
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT uq_users_username UNIQUE (username),
    CONSTRAINT uq_users_email UNIQUE (email),
    CONSTRAINT ck_users_username_length CHECK (length(username) BETWEEN 1 AND 50),
    CONSTRAINT ck_users_email_length CHECK (length(email) BETWEEN 1 AND 120),
    CONSTRAINT ck_users_image_file_length CHECK (length(image_file) BETWEEN 1 AND 200),
    CONSTRAINT ck_users_image_file_name_alone CHECK (replace(image_file, '/', '') = image_file)
);

-- posts

CREATE TABLE posts (
    id SERIAL NOT NULL,
    title VARCHAR(100) NOT NULL,
    content TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    date_posted TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_posts PRIMARY KEY (id),
    CONSTRAINT ck_posts_title_length CHECK (length(title) BETWEEN 1 AND 100),
    CONSTRAINT ck_posts_content_length CHECK (length(content) BETWEEN 1 AND 50000),
    CONSTRAINT fk_posts_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX ix_posts_user_id_id ON posts (user_id, id);
