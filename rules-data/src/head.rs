//! What the build script reads of a pack: the lines before its first table.
//!
//! Each key stands on a line of its own. That it says the same to the reader of packs is for the tests to check.

/// The document's id, from the line `id = "…"`.
pub(crate) fn document(text: &str) -> Option<&str> {
    let (id, rest) = quoted(value(text, "id")?)?;
    ends(rest).then_some(id)
}

/// The beginnings of the ids that the pack governs, from the line `governs = ["…", "…"]`; none without such a line,
/// and no answer where the line has another shape.
pub(crate) fn governs(text: &str) -> Option<Vec<&str>> {
    let Some(list) = value(text, "governs") else { return Some(Vec::new()) };
    let mut rest = list.strip_prefix('[')?.trim_start();
    let mut prefixes = Vec::new();
    while !rest.starts_with(']') {
        let (prefix, after) = quoted(rest)?;
        prefixes.push(prefix);
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None => Some(after).filter(|after| after.starts_with(']'))?,
        };
    }
    ends(rest.strip_prefix(']')?).then_some(prefixes)
}

/// What stands behind `key =` on a line before the first table.
fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let head = text.lines().take_while(|line| !line.trim_start().starts_with('['));
    let mut values =
        head.filter_map(|line| line.trim_start().strip_prefix(key)?.trim_start().strip_prefix('='));
    values.next().map(str::trim_start)
}

/// The text in quotes at the start, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('"')?.split_once('"')
}

/// Whether the line has nothing more to say.
fn ends(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::{document, governs};

    #[test]
    fn the_id_is_the_one_of_the_document() {
        assert_eq!(document("format = 1\nid = \"cn.town.stalls\"\n"), Some("cn.town.stalls"));
        assert_eq!(document("# id = \"no\"\n  id=\"cn.a\" # yes\r\n"), Some("cn.a"));
        assert_eq!(document("ids = \"no\"\nid = \"cn.b\""), Some("cn.b"));
        for without in
            ["", "format = 1", "[source]\nid = \"cn.a\"", "id = 'cn.a'", "id = \"cn.a", "id = \"cn.a\" 1"]
        {
            assert_eq!(document(without), None, "{without}");
        }
    }

    #[test]
    fn what_a_pack_governs_is_a_list_or_nothing() {
        assert_eq!(governs("id = \"cn.a\"\n[facts]\ngoverns = [\"cn\"]"), Some(vec![]));
        assert_eq!(governs("id = \"cn.a\"\ngoverns = [\"cn\"]\n"), Some(vec!["cn"]));
        assert_eq!(governs("governs=[ \"cn.gd\" , \"tw\", ] # both"), Some(vec!["cn.gd", "tw"]));
        assert_eq!(governs("governs = []"), Some(vec![]));
        for wrong in ["\"cn\"", "[\"cn\"", "[cn]", "[\"cn\" \"tw\"]", "[\"cn\"] 1", "[,]", "[", ""] {
            assert_eq!(governs(&format!("governs = {wrong}")), None, "{wrong}");
        }
    }
}
