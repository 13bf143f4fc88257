//! squall store
