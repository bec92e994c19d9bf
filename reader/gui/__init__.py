"""The windows: everything that needs Qt.

What the first picture needs of the core is imported here, before Qt: the binding's import hook
reads the source of every module that is imported after it, half a millisecond each.
"""

import reader.core.cite
import reader.core.credit
import reader.core.look
import reader.core.memory
import reader.core.opening
import reader.core.paths
import reader.core.pictures
import reader.core.plan
import reader.core.reading
import reader.core.settings
import reader.core.show
import reader.core.spoken
import reader.core.text  # noqa: F401
