//! A file under a temporary name.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::WriteError;

/// A file under a temporary name in the folder of its place; without an end it is taken away.
#[derive(Debug)]
pub struct Beside {
    path: PathBuf,
    beside: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Beside {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let beside = path.with_file_name(name);
        let file = File::create(&beside).map_err(|error| WriteError::new(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            beside,
            file: Some(BufWriter::with_capacity(1 << 20, file)),
        })
    }

    /// The place that it will have.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends the file: its bytes are on the disk before it gets its name.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(mut self) -> Result<(), WriteError> {
        let finished = match self.file.take() {
            Some(file) => self.settle(file),
            None => Ok(()),
        };
        if finished.is_err() {
            let _ = fs::remove_file(&self.beside);
        }
        finished.map_err(|error| WriteError::new(&self.path, error))
    }

    fn settle(&self, file: BufWriter<File>) -> io::Result<()> {
        file.into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
        fs::rename(&self.beside, &self.path)?;
        let folder = self.path.parent().filter(|path| *path != Path::new(""));
        // Some systems cannot sync a folder; the file is whole all the same.
        if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Err(io::ErrorKind::WriteZero.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            // What is still held back need not be written to a file that goes.
            let (file, _) = file.into_parts();
            drop(file);
            let _ = fs::remove_file(&self.beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(test: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("coverdict-{}-{test}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn a_file_has_its_name_when_it_is_complete_and_not_before() {
        let folder = folder("complete");
        let path = folder.join("out.csv");
        let mut file = Beside::create(&path).unwrap();
        file.write_all(b"whole").unwrap();
        assert_eq!(names(&folder), ["out.csv.part"]);
        file.finish().unwrap();
        assert_eq!(names(&folder), ["out.csv"]);
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_is_not_ended_leaves_nothing() {
        let folder = folder("dropped");
        let mut file = Beside::create(&folder.join("out.csv")).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert!(names(&folder).is_empty());
        fs::remove_dir_all(&folder).unwrap();
    }
}
