//! squall api
