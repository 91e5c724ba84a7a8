//! Programs of the machine: found where they are, installed from Debian where that is allowed.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs a program in a folder, with these variables.
pub(crate) fn run(
    folder: &Path,
    program: &Path,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<(), String> {
    let told = || format!("{} {}", program.display(), arguments.join(" "));
    let status = Command::new(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(folder)
        .status()
        .map_err(|error| format!("cannot run {}: {error}", told()))?;
    if status.success() { Ok(()) } else { Err(format!("{}: failed", told())) }
}

/// What a program prints; none if there is no such program or it fails.
pub(crate) fn answer(program: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The place of a program in `PATH`.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let name = if cfg!(windows) { format!("{name}.exe") } else { name.to_owned() };
    env::split_paths(&folders).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// A tool of cargo at a version, built once into a folder of its own.
pub(crate) fn cargo_tool(root: &Path, target: &Path, name: &str, version: &str) -> Result<PathBuf, String> {
    let place = target.join(name);
    let tool = place.join("bin").join(name);
    if !tool.is_file() {
        eprintln!("xtask: building {name}");
        let place = place.to_string_lossy();
        let install = ["install", "--locked", "--quiet", "--root", &place, "--version", version, name];
        run(root, Path::new("cargo"), &install, &[])?;
    }
    Ok(tool)
}

/// Installs packages of Debian, where this is Debian and the user may.
pub(crate) fn install(packages: &[&str]) -> Result<(), String> {
    let needed = packages.join(" ");
    let (Some(apt), Some("0")) = (find("apt-get"), answer(Path::new("id"), &["-u"]).as_deref()) else {
        return Err(format!(
            "not installed, and only root on Debian can be helped: apt-get install {needed}"
        ));
    };
    eprintln!("xtask: installing {needed}");
    let here = Path::new(".");
    let quietly = [("DEBIAN_FRONTEND", "noninteractive")];
    run(here, &apt, &["update", "-qq"], &quietly)?;
    let install = ["install", "-y", "-qq", "--no-install-recommends"];
    run(here, &apt, &[install.as_slice(), packages].concat(), &quietly)
}
