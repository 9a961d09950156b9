"""flask-jwt-extended with tokens in cookies, CSRF protection, a blocklist and refresh tokens that rotate.

ACCESS_SECONDS, REFRESH_SECONDS: how long the two tokens live.
HEADERS=1: a token may come in a header, too. RENAMED=1: cookies and headers have names of the app's own.
IMPLICIT=1: a read renews a token that is about to end, as the package's guide shows.
"""

import os
from datetime import datetime, timedelta, timezone

from flask import Flask, jsonify, request
from flask_jwt_extended import (
    JWTManager,
    create_access_token,
    create_refresh_token,
    decode_token,
    get_jwt,
    get_jwt_identity,
    jwt_required,
    set_access_cookies,
    set_refresh_cookies,
    unset_jwt_cookies,
)
from waitress import create_server

USER = {"email": "demo@example.com", "password": "correct horse battery"}
ACCESS = timedelta(seconds=int(os.environ.get("ACCESS_SECONDS", "60")))

app = Flask(__name__)
app.config["JWT_SECRET_KEY"] = "a secret of the tests alone, which guards nothing"
app.config["JWT_TOKEN_LOCATION"] = ["headers", "cookies"] if os.environ.get("HEADERS") == "1" else ["cookies"]
app.config["JWT_COOKIE_SECURE"] = os.environ.get("PUBLIC_URL", "").startswith("https:")
app.config["JWT_COOKIE_SAMESITE"] = "Lax"
app.config["JWT_ACCESS_TOKEN_EXPIRES"] = ACCESS
app.config["JWT_REFRESH_TOKEN_EXPIRES"] = timedelta(seconds=int(os.environ.get("REFRESH_SECONDS", "600")))
if os.environ.get("RENAMED") == "1":
    app.config["JWT_ACCESS_COOKIE_NAME"] = "shop_access"
    app.config["JWT_REFRESH_COOKIE_NAME"] = "shop_refresh"
    app.config["JWT_ACCESS_CSRF_COOKIE_NAME"] = "shop_csrf"
    app.config["JWT_REFRESH_CSRF_COOKIE_NAME"] = "shop_refresh_csrf"
    app.config["JWT_ACCESS_CSRF_HEADER_NAME"] = "X-Shop-CSRF"
    app.config["JWT_REFRESH_CSRF_HEADER_NAME"] = "X-Shop-Refresh-CSRF"
jwt = JWTManager(app)

# A database table in production, as the guide on revoking says.
revoked = set()


@jwt.token_in_blocklist_loader
def is_revoked(_header, payload):
    return payload["jti"] in revoked


def session_of(token):
    return {"user": {"id": token["sub"]}, "exp": token["exp"], "fresh": bool(token.get("fresh"))}


@app.post("/login")
def login():
    body = request.get_json(silent=True) or {}
    if body != USER:
        return jsonify(msg="Bad email or password"), 401
    access = create_access_token(identity=body["email"], fresh=True)
    response = jsonify(session_of(decode_token(access)))
    set_access_cookies(response, access)
    set_refresh_cookies(response, create_refresh_token(identity=body["email"]))
    return response


@app.get("/session")
@jwt_required()
def session():
    return jsonify(session_of(get_jwt()))


@app.post("/refresh")
@jwt_required(refresh=True)
def refresh():
    revoked.add(get_jwt()["jti"])
    access = create_access_token(identity=get_jwt_identity(), fresh=False)
    response = jsonify(session_of(decode_token(access)))
    set_access_cookies(response, access)
    set_refresh_cookies(response, create_refresh_token(identity=get_jwt_identity()))
    return response


# Unguarded, as in the package's guide: whoever holds no valid token may still have the cookies taken away.
@app.post("/logout")
def logout():
    for kind in ("ACCESS", "REFRESH"):
        if token := request.cookies.get(app.config[f"JWT_{kind}_COOKIE_NAME"]):
            revoked.add(decode_token(token, allow_expired=True)["jti"])
    response = jsonify(msg="logout successful")
    unset_jwt_cookies(response)
    return response


@app.route("/api/data", methods=["GET", "POST"])
@jwt_required()
def data():
    return jsonify({"for": get_jwt_identity()})


@app.get("/api/sensitive")
@jwt_required(fresh=True)
def sensitive():
    return jsonify({"for": get_jwt_identity()})


@app.after_request
def renew(response):
    if os.environ.get("IMPLICIT") != "1" or request.method != "GET":
        return response
    try:
        ends = get_jwt()["exp"]
    except (RuntimeError, KeyError):
        return response
    if datetime.timestamp(datetime.now(timezone.utc) + ACCESS / 2) > ends:
        set_access_cookies(response, create_access_token(identity=get_jwt_identity()))
    return response


if __name__ == "__main__":
    server = create_server(app, host="127.0.0.1", port=0, threads=16)
    print(f"listening on http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()
