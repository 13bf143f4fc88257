//! squall recipes
