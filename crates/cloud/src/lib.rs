//! squall cloud
