"""Delete what has passed its day; call it once a day."""

from service import store

if __name__ == "__main__":
    print(f"{store.forget()} forms deleted")
