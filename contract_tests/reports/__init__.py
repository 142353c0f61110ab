"""Reports: folds over the results of stories. Each file here is one way to tell them."""
