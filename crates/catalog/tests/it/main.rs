//! The catalog through its public face.
