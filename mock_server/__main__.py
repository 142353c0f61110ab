"""python -m mock_server: the server's commands without the suite's."""

from mock_server.cli import main

if __name__ == "__main__":
    main(prog_name="python -m mock_server")
