"""Random packs and facts, and four evaluators of them that must agree: `cargo xtask differential`.

    draw        packs, and facts on and around the boundaries in them
    draw_law    general laws above them, and whole cases with their days
    formula     random formulas over declared facts
    write       a pack as TOML
    seen        what of an outcome is compared
    rust        the package for Python: one case after the other, and in columns
    wasm        the package for JavaScript, in a Node of its own (`cases.mjs`)
    hold        the four against each other
    shrink      a difference, made small
    kept        differences that were found once, as vectors
"""
