from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.ways.protection import WAY as PROTECTION

WAY = type(PROTECTION)(kind=Work.RETURN, first=PROTECTION.first, stages=PROTECTION.stages)
