"""Orphans: a child that is removed from its parent's list is deleted, if it makes no sense without a parent.

Prevents: a child is removed from its parent's list, and its row stays in the table for ever, without a parent.
On SQLite: its foreign key becomes NULL, and a sum over the table still counts it.
On PostgreSQL: its foreign key becomes NULL, and a sum over the table still counts it.
When not: the row has a meaning without its parent: then NULL is right.
Alternatives: NOT NULL alone, which refuses an orphan; an explicit `session.delete()` of the child.

Sources:
- Cascades: delete-orphan, https://docs.sqlalchemy.org/en/21/orm/cascades.html#delete-orphan
"""

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from tests.teaching.fixtures import Seen


class Tables(DeclarativeBase):
    """The lesson's own tables."""


class NaiveBasket(Tables):
    """A basket of a customer."""

    __tablename__ = "naive_baskets"
    id: Mapped[int] = mapped_column(primary_key=True)
    items: Mapped[list["NaiveItem"]] = relationship()


class NaiveItem(Tables):
    """An item in a basket; it makes no sense without one."""

    __tablename__ = "naive_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int] = mapped_column()
    basket_id: Mapped[int | None] = mapped_column(ForeignKey(NaiveBasket.id))


class Basket(Tables):
    """A basket of a customer."""

    __tablename__ = "baskets"
    id: Mapped[int] = mapped_column(primary_key=True)
    # cure: declare the items, and that an item removed from the list is deleted
    items: Mapped[list["Item"]] = relationship(cascade="all, delete-orphan")
    # end of cure


class Item(Tables):
    """An item in a basket; it makes no sense without one."""

    __tablename__ = "items"
    id: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int] = mapped_column()
    basket_id: Mapped[int] = mapped_column(ForeignKey(Basket.id))


def total(session: Session, item: type[NaiveItem | Item]) -> str:
    """Return the sum of the prices of all items that are stored."""
    return f"sum of all items: {session.scalar(select(func.sum(item.price)))}"


def test_naive_what_was_taken_out_is_still_counted(a: Session, b: Session, seen: Seen) -> None:
    basket = NaiveBasket(items=[NaiveItem(price=1), NaiveItem(price=20)])
    a.add(basket)
    a.commit()

    del basket.items[1]
    a.commit()

    assert seen(total(b, NaiveItem)) == "sum of all items: 21"
    assert b.scalars(select(NaiveItem.basket_id)).all() == [basket.id, None]


def test_cure_what_is_taken_out_is_deleted(a: Session, b: Session, seen: Seen) -> None:
    basket = Basket(items=[Item(price=1), Item(price=20)])
    a.add(basket)
    a.commit()

    del basket.items[1]
    a.commit()

    assert seen(total(b, Item)) == "sum of all items: 1"


def test_cure_a_new_list_takes_the_place_of_the_old_one(a: Session, b: Session) -> None:
    basket = Basket(items=[Item(price=1), Item(price=20)])
    a.add(basket)
    a.commit()

    basket.items = [Item(price=300)]
    a.commit()

    assert total(b, Item) == "sum of all items: 300"
