//! Frames on their way back: as a table, or as a stream that is computed while it is read.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StructArray};
use arrow_schema::{ArrowError, Field, FieldRef, Schema, SchemaRef};
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};

use super::failure::Failure;
use super::slices::Slices;
use super::watch::Watch;

/// Results as a table. pyarrow, polars, pandas, DuckDB and others read it as Arrow data, without a copy:
/// `pyarrow.table(frame)`, `polars.DataFrame(frame)`, `pandas.DataFrame.from_arrow(frame)`.
#[pyclass(frozen, module = "evenhand")]
#[derive(Clone)]
pub(crate) struct Frame {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Frame {
    /// The names of its columns.
    #[getter]
    fn columns(&self) -> Vec<&str> {
        names(&self.schema)
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.schema.as_ref())?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let batches = self.batches.clone().into_iter().map(Ok);
        capsule(py, batches, &self.schema, requested_schema)
    }

    fn __repr__(&self) -> String {
        format!("<Frame of {} rows: {}>", self.__len__(), names(&self.schema).join(", "))
    }
}

impl Frame {
    /// Its rows.
    pub(crate) fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    pub(super) const fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }
}

/// Results as a stream: each part is computed when it is asked for, so that memory does not grow with the rows. It can be
/// read once: by pyarrow, polars, DuckDB and others as an Arrow stream, or part by part in a loop.
#[pyclass(frozen, subclass, module = "evenhand")]
pub(crate) struct FrameStream {
    schema: SchemaRef,
    run: Arc<Mutex<Option<Run>>>,
}

#[pymethods]
impl FrameStream {
    /// The names of its columns.
    #[getter]
    pub(crate) fn columns(&self) -> Vec<&str> {
        names(&self.schema)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.schema.as_ref())?)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let taken = py.detach(|| self.run.lock().unwrap_or_else(PoisonError::into_inner).take());
        let mut run = taken.ok_or_else(|| PyOSError::new_err("the stream was read already"))?;
        // The reader may hold the interpreter's lock, which the source of the frame may need.
        let next = move || Python::attach(|py| py.detach(|| run.next()));
        let batches = std::iter::from_fn(next).map(|batch| batch.map_err(Failure::into_arrow));
        capsule(py, batches, &self.schema, requested_schema)
    }

    fn __iter__(own: PyRef<'_, Self>) -> PyRef<'_, Self> {
        own
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Frame>> {
        let next = py.detach(|| {
            let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
            run.as_mut().ok_or(()).map(Iterator::next)
        });
        let next = next.map_err(|()| PyOSError::new_err("the stream was read already"))?;
        let batch = next.transpose().map_err(|failure| failure.into_error(py))?;
        Ok(batch.map(|batch| Frame::new(Arc::clone(&self.schema), vec![batch])))
    }

    fn __repr__(&self) -> String {
        format!("<FrameStream: {}>", names(&self.schema).join(", "))
    }
}

impl FrameStream {
    pub(super) fn new(run: Run) -> Self {
        Self { schema: Arc::clone(run.work.schema()), run: Arc::new(Mutex::new(Some(run))) }
    }
}

/// What is done with a frame, slice by slice.
pub(super) trait Work: Send {
    /// Of the results.
    fn schema(&self) -> &SchemaRef;

    /// The results of the next slice, of which the first row has this number in the frame.
    fn run(&mut self, slice: &RecordBatch, first: usize, watch: &Watch) -> Result<RecordBatch, Failure>;

    /// What is left when the frame has come to its end.
    fn rest(&mut self, _: &Watch) -> Result<Option<RecordBatch>, Failure> {
        Ok(None)
    }
}

/// A frame on its way through some work.
pub(super) struct Run {
    work: Box<dyn Work>,
    slices: Slices,
    watch: Watch,
}

impl Run {
    pub(super) fn new(
        work: Box<dyn Work>,
        reader: Box<dyn RecordBatchReader + Send>,
        slice_rows: usize,
        watch: Watch,
    ) -> Self {
        Self { work, slices: Slices::new(reader, slice_rows), watch }
    }

    /// All of it at once.
    pub(super) fn table(self, py: Python<'_>) -> PyResult<Frame> {
        let schema = Arc::clone(self.work.schema());
        let is_some =
            |done: &Result<RecordBatch, Failure>| done.as_ref().map_or(true, |part| part.num_rows() > 0);
        let batches = py.detach(|| self.filter(is_some).collect::<Result<Vec<_>, Failure>>());
        Ok(Frame::new(schema, batches.map_err(|failure| failure.into_error(py))?))
    }
}

impl Iterator for Run {
    type Item = Result<RecordBatch, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        self.watch.enter();
        let done = match self.slices.next() {
            Some(slice) => slice.and_then(|(slice, first)| self.work.run(&slice, first, &self.watch)),
            // The end is told once.
            None if self.slices.end() => {
                let rest = self.work.rest(&self.watch);
                return rest.and_then(|rest| self.watch.finish().map(|()| rest)).transpose();
            }
            None => return None,
        };
        if done.is_err() {
            self.slices.end();
        }
        Some(done)
    }
}

fn names(schema: &Schema) -> Vec<&str> {
    schema.fields().iter().map(|field| field.name().as_str()).collect()
}

fn capsule<'py>(
    py: Python<'py>,
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + 'static,
    schema: &Schema,
    requested: Option<Bound<'py, PyCapsule>>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let field: FieldRef = Field::new_struct("", schema.fields().clone(), false).into();
    let arrays = batches.map(|batch| Ok(Arc::new(StructArray::from(batch?)) as ArrayRef));
    Ok(to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, field)), requested)?)
}
