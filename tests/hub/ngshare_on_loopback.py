"""Start ngshare as it is, but for this machine alone: run by the Python of ngshare's own environment.

ngshare listens on every address, which is right in a container and not on somebody's computer.
"""

import sys

from ngshare.ngshare import main
from tornado.httpserver import HTTPServer

listen = HTTPServer.listen
HTTPServer.listen = lambda self, port, address=None, **more: listen(self, port, "127.0.0.1", **more)
main(sys.argv[1:])
