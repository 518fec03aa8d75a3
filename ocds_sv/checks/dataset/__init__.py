"""The judges: what is counted of all the data, and when it is too much or too little."""
