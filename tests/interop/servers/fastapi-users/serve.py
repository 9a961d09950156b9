"""FastAPI Users with the cookie transport and the JWT strategy, as its full example is put together.

SESSION_SECONDS: how long the token, and the cookie with it, lives. Nothing renews it.
UNVERIFIED=1: a sign-in needs a verified address, which the account has not got.
"""

import contextlib
import os
import uuid
from collections.abc import AsyncGenerator

import uvicorn
from fastapi import Depends, FastAPI
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin, schemas
from fastapi_users.authentication import AuthenticationBackend, CookieTransport, JWTStrategy
from fastapi_users.db import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import StaticPool

SECRET = "a secret of the tests alone, which guards nothing"
LIFETIME = int(os.environ.get("SESSION_SECONDS", "60"))


class Base(DeclarativeBase):
    pass


class User(SQLAlchemyBaseUserTableUUID, Base):
    pass


class UserRead(schemas.BaseUser[uuid.UUID]):
    pass


class UserCreate(schemas.BaseUserCreate):
    pass


class UserUpdate(schemas.BaseUserUpdate):
    pass


engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
sessions = async_sessionmaker(engine, expire_on_commit=False)


async def get_session() -> AsyncGenerator[AsyncSession]:
    async with sessions() as session:
        yield session


async def get_user_db(session: AsyncSession = Depends(get_session)):
    yield SQLAlchemyUserDatabase(session, User)


class UserManager(UUIDIDMixin, BaseUserManager[User, uuid.UUID]):
    reset_password_token_secret = SECRET
    verification_token_secret = SECRET


async def get_user_manager(user_db=Depends(get_user_db)):
    yield UserManager(user_db)


transport = CookieTransport(
    cookie_max_age=LIFETIME,
    cookie_secure=os.environ.get("PUBLIC_URL", "").startswith("https:"),
)
backend = AuthenticationBackend(
    name="jwt",
    transport=transport,
    get_strategy=lambda: JWTStrategy(secret=SECRET, lifetime_seconds=LIFETIME),
)
users = FastAPIUsers[User, uuid.UUID](get_user_manager, [backend])


@contextlib.asynccontextmanager
async def lifespan(_app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with sessions() as session:
        manager = UserManager(SQLAlchemyUserDatabase(session, User))
        await manager.create(UserCreate(email="demo@example.com", password="correct horse battery"))
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(
    users.get_auth_router(backend, requires_verification=os.environ.get("UNVERIFIED") == "1"),
    prefix="/auth/jwt",
    tags=["auth"],
)
app.include_router(users.get_users_router(UserRead, UserUpdate), prefix="/users", tags=["users"])


@app.get("/api/data")
async def data(user: User = Depends(users.current_user(active=True))):
    return {"for": user.email}


class Server(uvicorn.Server):
    """Tells its address once it accepts connections."""

    async def startup(self, sockets=None):
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        print(f"listening on http://127.0.0.1:{port}", flush=True)


if __name__ == "__main__":
    Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning")).run()
