"""An invented Partnership for trying the portal out. Installed in demonstration mode only."""
