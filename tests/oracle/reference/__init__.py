"""A second evaluator of the pack format, to hold the library against.

It was written from `docs/format.md` and the vectors, by somebody who had not read the library, and shares nothing with it:
plain Python on fractions, with the standard library only. It is slow, and takes for granted that a pack was accepted by the
library: faults of packs are none of its business.

    toml        TOML 1.1 for `tomllib`
    exact       decimals, fractions, roundings
    day         days and periods
    fault       why there is no answer
    feel        the formula language: tokens, tree, parser
    cell        cells of tables, and ranges
    pack        a file, read into items
    facts       what was given, held against what was declared
    matching    which rows of a table match where not all facts are given
    table       which row of a table counts
    amount      from the row to the rounded fine, step by step
    outcome     one item applied to one case
    general     which documents govern an item, and their circumstances
    movement    what circumstances do to the amount
    law         a whole case: limitation and the law of the day
"""
