"""The windows: everything that needs Qt.

What the first picture needs of the core is imported here, before Qt: the binding's import hook
reads the source of every module that is imported after it, half a millisecond each.
"""

import reader.core.limits
import reader.core.look
import reader.core.paths
import reader.core.picture_files
import reader.core.pictures
import reader.formats.opening  # noqa: F401
