//! A disk of its own for the data folder, so small that it can be filled, in a name space of its own: no
//! administrator is needed, and nothing of it is left.

use crate::program::{Program, Said};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// What is done on the disk, one after the other.
pub(crate) enum Step<'a> {
    /// Nothing more fits on it.
    Fill,
    /// No more than so many kibibytes fit on it.
    Leave(u32),
    /// What filled it goes.
    MakeRoom,
    /// The data folder, as it is then, is copied to this place elsewhere.
    Keep(&'a Path),
    /// It takes no more writes.
    Protect,
    /// The program, with these arguments.
    Say(&'a [&'a str]),
}

/// Where the disk is mounted, as seen by the program.
pub(crate) struct SmallDisk {
    place: TempDir,
    answers: TempDir,
}

impl SmallDisk {
    pub(crate) fn new() -> Self {
        Self {
            place: TempDir::new().expect("a folder"),
            answers: TempDir::new().expect("a folder"),
        }
    }

    /// A path on it.
    pub(crate) fn at(&self, name: &str) -> String {
        self.place.path().join(name).to_str().expect("Unicode").to_owned()
    }

    /// Does the steps on a disk of so many kibibytes that begins with a copy of `data`; answers what the program
    /// said in each. `None` where no disk can be mounted, which is told.
    #[expect(
        clippy::print_stderr,
        reason = "who runs the tests is told what was not tried"
    )]
    pub(crate) fn does(
        &self,
        program: &Program,
        secret: &str,
        data: &Path,
        kibibytes: u32,
        steps: &[Step<'_>],
    ) -> Option<Vec<Said>> {
        if !can_mount() {
            eprintln!("SKIPPED: no disk can be mounted here, so none was full");
            return None;
        }
        let command = program.command(&[]);
        let (data, place) = (quoted(data.to_str().expect("Unicode")), quoted(&self.at("")));
        let folder = quoted(&self.at("data"));
        let mut script = format!(
            "set -e; mount -t tmpfs -o size={kibibytes}k tmpfs {place}; test ! -e {data} || cp -a {data} {folder}; set +e\n"
        );
        let mut spoken = 0;
        for step in steps {
            script += &match step {
                Step::Fill => format!("cat /dev/zero > {place}/fill 2>/dev/null\n"),
                // On a full disk a page of a file that is there is free for whoever cuts it off.
                Step::Leave(kibibytes) => format!(
                    "cat /dev/zero > {place}/fill 2>/dev/null\n\
                     truncate -s $(( $(stat -c %s {place}/fill) - {kibibytes} * 1024 )) {place}/fill || exit 9\n"
                ),
                Step::Keep(to) => format!(
                    "cp -a {folder} {} || exit 9\n",
                    quoted(to.to_str().expect("Unicode"))
                ),
                Step::MakeRoom => format!("rm {place}/fill\n"),
                Step::Protect => format!("mount -o remount,ro {place} || exit 9\n"),
                Step::Say(arguments) => {
                    let words: Vec<String> = arguments.iter().map(|word| quoted(word)).collect();
                    let answer = quoted(
                        self.answers
                            .path()
                            .join(spoken.to_string())
                            .to_str()
                            .expect("Unicode"),
                    );
                    spoken += 1;
                    format!(
                        "{} --data-dir {folder} {} > {answer}.out 2> {answer}.err; echo $? > {answer}.code\n",
                        quoted(command.get_program().to_str().expect("Unicode")),
                        words.join(" ")
                    )
                }
            };
        }
        let ended = Command::new("unshare")
            .args(["-rm", "sh", "-c", &script])
            .env_clear()
            .envs(
                command
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .env("POOLHOUSE_SECRET_ACCESS_KEY", secret)
            .env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin")
            .output()
            .expect("unshare starts");
        let told = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "the disk: {told}\n{script}");
        Some((0..spoken).map(|number| self.answer(number)).collect())
    }

    fn answer(&self, number: usize) -> Said {
        let read = |ending: &str| {
            let path = self.answers.path().join(format!("{number}.{ending}"));
            fs::read_to_string(path)
                .expect("UTF-8")
                .replace(&self.at("data"), "DATA")
        };
        Said {
            code: read("code").trim().parse().ok(),
            out: read("out"),
            err: read("err"),
        }
    }
}

fn can_mount() -> bool {
    let tried = Command::new("unshare")
        .args(["-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"])
        .output();
    tried.is_ok_and(|output| output.status.success())
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}
