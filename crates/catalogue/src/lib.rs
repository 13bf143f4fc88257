//! squall catalogue
