CREATE TABLE IF NOT EXISTS country (
    code      VARCHAR(2)   PRIMARY KEY,
    name      VARCHAR(100) NOT NULL,
    continent VARCHAR(2)   NOT NULL
);

CREATE TABLE IF NOT EXISTS region (
    code    VARCHAR(10)  PRIMARY KEY,
    name    VARCHAR(100) NOT NULL,
    country VARCHAR(2)   NOT NULL REFERENCES country
);

CREATE TABLE IF NOT EXISTS airport (
    ident             VARCHAR(10)      PRIMARY KEY,
    iata_code         VARCHAR(3)       UNIQUE,
    name              VARCHAR(100)     NOT NULL,
    type              VARCHAR(20)      NOT NULL,
    municipality      VARCHAR(100),
    region            VARCHAR(10)      NOT NULL REFERENCES region,
    country           VARCHAR(2)       NOT NULL REFERENCES country,
    continent         VARCHAR(2)       NOT NULL,
    latitude          DOUBLE PRECISION NOT NULL,
    longitude         DOUBLE PRECISION NOT NULL,
    elevation_ft      INTEGER,
    scheduled_service BOOLEAN          NOT NULL
);

CREATE INDEX IF NOT EXISTS airport_country ON airport (country);

CREATE INDEX IF NOT EXISTS airport_continent ON airport (continent);

CREATE TABLE IF NOT EXISTS airport_visit (
    airport     VARCHAR(10)              PRIMARY KEY REFERENCES airport,
    visits      BIGINT                   NOT NULL,
    last_visit  TIMESTAMP WITH TIME ZONE NOT NULL,
    last_record BIGINT                   NOT NULL
);
