//! squall qingcloud
