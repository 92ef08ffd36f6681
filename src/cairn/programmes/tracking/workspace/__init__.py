"""The screens of tracking. Registers of places are edited; what was counted or happened is corrected, with a reason."""
