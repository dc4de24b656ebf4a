"""shell.files: photos and papers on pages: chosen, dragged, pasted or photographed in a form; shown with an entry."""
