//! squall wire
