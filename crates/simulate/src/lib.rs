//! squall simulate
