from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.ways.protection import WAY as PROTECTION

WAY = type(PROTECTION)(kind=Work.TRAFFICKING, first=PROTECTION.first, stages=PROTECTION.stages)
