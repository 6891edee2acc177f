"""How a plan is looked at: the web map, text and tables; the only importer of folium."""
