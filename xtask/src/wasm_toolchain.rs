//! A compiler for WebAssembly: rustup's with the sources of the standard library, or Debian's.
//!
//! The standard library is built anew in both cases, for size and without the words of panics that never happen; so the
//! compiler must be told that it may do what only nightly ones do without asking.

use std::env;
use std::path::{Path, PathBuf};

use crate::system::{answer, find, install, run};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
/// What goes wrong in the core is an error with words of its own; panics and `{:?}` are not among them.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";
/// Where every byte is waited for: whatever is longer than a word is copied by one instruction instead of word by word,
/// and the digest is a loop instead of all its rounds written out.
const SIZE_FLAGS: &str = "-Cllvm-args=-max-store-memcpy=1 --cfg sha2_backend_soft=\"compact\"";

pub(crate) struct Toolchain {
    cargo: PathBuf,
    environment: Vec<(&'static str, String)>,
}

impl Toolchain {
    /// What is there, or can be had.
    pub(crate) fn find() -> Result<Self, String> {
        let debian = env::var_os("EVENHAND_WASM_DEBIAN").is_some();
        if !debian && let Some(toolchain) = Self::of_rustup() {
            return Ok(toolchain);
        }
        if Self::of_debian().is_none() {
            install(&DEBIAN).map_err(|error| {
                format!(
                    "WebAssembly needs `rustup component add rust-src`, or Debian's compiler for it: {error}"
                )
            })?;
        }
        Self::of_debian().ok_or_else(|| format!("{}: installed, but not found", DEBIAN.join(" ")))
    }

    fn of_rustup() -> Option<Self> {
        let sysroot = answer(Path::new("rustc"), &["--print", "sysroot"])?;
        let sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.lock");
        if !sources.is_file() {
            answer(&find("rustup")?, &["component", "add", "rust-src"])?;
        }
        let cargo = env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
        sources.is_file().then_some(Self { cargo, environment: Vec::new() })
    }

    fn of_debian() -> Option<Self> {
        let file_of = |package: &str, end: &str| {
            let files = answer(Path::new("dpkg"), &["-L", package])?;
            files.lines().find(|file| file.ends_with(end)).map(str::to_owned)
        };
        let environment = vec![
            ("RUSTC", file_of("rustc-web", "bin/rustc")?),
            ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", file_of("lld-22", "bin/wasm-ld-22")?),
        ];
        file_of("rust-web-src", "library/Cargo.lock")?;
        Some(Self { cargo: file_of("cargo-web", "bin/cargo")?.into(), environment })
    }

    /// Builds the module and says where it is. Two compilers never share a folder.
    pub(crate) fn build(
        &self,
        root: &Path,
        target: &Path,
        features: &str,
        fast: bool,
    ) -> Result<PathBuf, String> {
        let folder = target.join(if self.environment.is_empty() { "wasm" } else { "wasm-debian" });
        let place = folder.to_string_lossy();
        let flags = if fast { FLAGS.to_owned() } else { format!("{FLAGS} {SIZE_FLAGS}") };
        let mut environment = vec![("RUSTC_BOOTSTRAP", "1".to_owned()), ("RUSTFLAGS", flags)];
        if fast {
            environment.push(("CARGO_PROFILE_WASM_OPT_LEVEL", "3".to_owned()));
        }
        environment.extend(self.environment.iter().cloned());
        let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let build =
            ["build", "--locked", "--profile", "wasm", "--package", "evenhand-wasm", "--target", TARGET];
        let standard = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
        let options = ["--features", features, "--target-dir", &place];
        run(root, &self.cargo, &[&build[..], &standard, &options].concat(), &environment)?;
        Ok(folder.join(TARGET).join("wasm/evenhand_wasm.wasm"))
    }
}
